// SPDX-License-Identifier: Apache-2.0
/**
 * The pure model in real time: loads as long as a GPU would take, then plays the batch's steps one
 * after the other on a thread of its own.
 */
@NullMarked
package dev.conduit.engine.simulator.drive;

import org.jspecify.annotations.NullMarked;
