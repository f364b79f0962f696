// SPDX-License-Identifier: Apache-2.0
/** Tests of the architecture rules, on classes that break them and classes that keep them. */
@NullMarked
package dev.conduit.testkit.arch;

import org.jspecify.annotations.NullMarked;
