// SPDX-License-Identifier: Apache-2.0
/** A plan as it is shown: as tables for people, as JSON or YAML for programs. */
@NullMarked
package dev.conduit.operator.app.plan;

import org.jspecify.annotations.NullMarked;
