// SPDX-License-Identifier: Apache-2.0
/** The charts, rendered by Helm's own library: no helm on the PATH, no cluster. */
@NullMarked
package dev.conduit.packaging.chart;

import org.jspecify.annotations.NullMarked;
