// SPDX-License-Identifier: Apache-2.0
/** Rules of the module as a whole. */
@org.jspecify.annotations.NullMarked
package dev.conduit.operator.app;
