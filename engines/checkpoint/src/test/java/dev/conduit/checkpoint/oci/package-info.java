// SPDX-License-Identifier: Apache-2.0
/** Tests of models in registries. */
@NullMarked
package dev.conduit.checkpoint.oci;

import org.jspecify.annotations.NullMarked;
