// SPDX-License-Identifier: Apache-2.0
/** The charts: linted, rendered, refused with bad values, installed into a real API server. */
@NullMarked
package dev.conduit.packaging.chart;

import org.jspecify.annotations.NullMarked;
