// SPDX-License-Identifier: Apache-2.0
/**
 * Models in OCI registries: which files an artefact or image has, and parts of them by ranges of
 * its blobs. No layer is fetched.
 */
@NullMarked
package dev.conduit.checkpoint.oci;

import org.jspecify.annotations.NullMarked;
