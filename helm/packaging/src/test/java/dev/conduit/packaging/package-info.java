// SPDX-License-Identifier: Apache-2.0
/** The rules that the packaging keeps. */
@NullMarked
package dev.conduit.packaging;

import org.jspecify.annotations.NullMarked;
