// SPDX-License-Identifier: Apache-2.0
/** The probe against drivers made of Java methods, called through real native stubs. */
@NullMarked
package dev.conduit.gpuprobe;

import org.jspecify.annotations.NullMarked;
