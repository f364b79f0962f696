// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/** What mixes tokens in a layer. */
enum LayerKind {
  /** Looks at all earlier tokens. */
  FULL,
  /** Looks back a window. */
  SLIDING,
  /** Looks back to the last multiple of a length. */
  CHUNKED,
  /** Linear attention or a short convolution with a state of fixed size. */
  LINEAR,
  /** State space. */
  MAMBA,
  /** A state space and full attention side by side. */
  BOTH,
  /** A feed-forward alone. */
  NONE
}
