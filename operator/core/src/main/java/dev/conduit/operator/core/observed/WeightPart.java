// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/** Parts of a model's weights, by what engines do with them. */
public enum WeightPart {
  /** The table of token vectors; split by vocabulary. */
  EMBEDDING,
  /** The output projection; split by vocabulary. */
  HEAD,
  /** Query, output and latent up-projections; split over devices. */
  ATTENTION,
  /** Key and value projections; copied where devices outnumber their heads. */
  KEY_VALUE,
  /** Feed-forward without experts, and experts that every token uses. */
  DENSE,
  /** Routed experts. */
  EXPERTS,
  /** Linear attention and state space. */
  MIXER,
  /** On every device: norms, routers, low-rank down-projections. */
  COPIED,
  /** Towers for images and sound, and what joins them to the language model. */
  VISION,
  /** Layers that predict further tokens; loaded for speculation only. */
  DRAFT
}
