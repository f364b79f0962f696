// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read of the cluster. */
@NullMarked
package dev.conduit.operator.controller.gather;

import org.jspecify.annotations.NullMarked;
