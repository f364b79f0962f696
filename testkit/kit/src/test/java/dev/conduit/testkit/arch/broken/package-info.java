// SPDX-License-Identifier: Apache-2.0
/** Classes that the tests of the architecture rules look at. */
@NullMarked
package dev.conduit.testkit.arch.broken;

import org.jspecify.annotations.NullMarked;
