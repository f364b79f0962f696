// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of several modules share. It is on test class paths only and knows no module of ours,
 * so that every module can use it.
 */
@NullMarked
package dev.conduit.testkit;

import org.jspecify.annotations.NullMarked;
