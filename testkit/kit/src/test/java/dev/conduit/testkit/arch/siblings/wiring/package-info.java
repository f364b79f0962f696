// SPDX-License-Identifier: Apache-2.0
/** Classes that the tests of the architecture rules look at. */
@NullMarked
package dev.conduit.testkit.arch.siblings.wiring;

import org.jspecify.annotations.NullMarked;
