// SPDX-License-Identifier: Apache-2.0
/** How hard a request is: the classifier's interface and the first one, by length. */
@NullMarked
package dev.conduit.sidecar.core.classify;

import org.jspecify.annotations.NullMarked;
