// SPDX-License-Identifier: Apache-2.0
/** The operator as a program. */
@NullMarked
package dev.conduit.operator.controller;

import org.jspecify.annotations.NullMarked;
