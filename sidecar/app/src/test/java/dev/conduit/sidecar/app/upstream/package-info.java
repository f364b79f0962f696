// SPDX-License-Identifier: Apache-2.0
/** Tests of what is known of engines. */
@org.jspecify.annotations.NullMarked
package dev.conduit.sidecar.app.upstream;
