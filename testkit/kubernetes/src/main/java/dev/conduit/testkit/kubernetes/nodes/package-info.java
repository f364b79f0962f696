// SPDX-License-Identifier: Apache-2.0

/**
 * Nodes with GPUs that are not there, and the lives of their pods: KWOK plays the kubelet. All the
 * rest of the control plane is real and takes them for nodes.
 */
@NullMarked
package dev.conduit.testkit.kubernetes.nodes;

import org.jspecify.annotations.NullMarked;
