// SPDX-License-Identifier: Apache-2.0
/** Tests of the package of this name, with real processes, sockets and files. */
@org.jspecify.annotations.NullMarked
package dev.conduit.operator.app.local;
