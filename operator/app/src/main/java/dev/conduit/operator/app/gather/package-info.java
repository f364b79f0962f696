// SPDX-License-Identifier: Apache-2.0
/** Looks at this machine: its GPUs, its memory, and the pretended GPUs that simulators ask for. */
@NullMarked
package dev.conduit.operator.app.gather;

import org.jspecify.annotations.NullMarked;
