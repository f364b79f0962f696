// SPDX-License-Identifier: Apache-2.0
/** The settings of the operator. */
@NullMarked
package dev.conduit.operator.controller.config;

import org.jspecify.annotations.NullMarked;
