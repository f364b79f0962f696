// SPDX-License-Identifier: Apache-2.0
/**
 * The GitOps folder: what Argo CD and Flux make of our statuses, what Kustomize makes of the files.
 */
@NullMarked
package dev.conduit.packaging.gitops;

import org.jspecify.annotations.NullMarked;
