// SPDX-License-Identifier: Apache-2.0
/**
 * What a plan has to say about a resource beside what it makes of it: refusals, shortages, fields
 * that have no effect yet, notices. Reasons are public API.
 */
@NullMarked
package dev.conduit.operator.core.finding;

import org.jspecify.annotations.NullMarked;
