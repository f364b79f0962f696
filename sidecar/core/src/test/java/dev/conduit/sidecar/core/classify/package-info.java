// SPDX-License-Identifier: Apache-2.0
/** Tests of the classifiers. */
@NullMarked
package dev.conduit.sidecar.core.classify;

import org.jspecify.annotations.NullMarked;
