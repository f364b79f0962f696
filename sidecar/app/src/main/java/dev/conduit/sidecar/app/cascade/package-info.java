// SPDX-License-Identifier: Apache-2.0
/**
 * What an answer that may be escalated is held against: what its request asks for, what the policy
 * demands; and how such an answer is passed on.
 */
@NullMarked
package dev.conduit.sidecar.app.cascade;

import org.jspecify.annotations.NullMarked;
