// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/** Who starts engines on the machines of an inventory. */
public enum Provider {
  /** This machine, as child processes: labels, taints and pod settings mean nothing. */
  LOCAL,
  /** A Kubernetes cluster, as pods. */
  KUBERNETES
}
