// SPDX-License-Identifier: Apache-2.0
/** Tests of the package of this name, with real processes and sockets. */
@org.jspecify.annotations.NullMarked
package dev.conduit.operator.app.process;
