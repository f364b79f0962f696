// SPDX-License-Identifier: Apache-2.0
/** The command line of what makes a release from the programs and the charts. */
@NullMarked
package dev.conduit.packaging;

import org.jspecify.annotations.NullMarked;
