// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import dev.conduit.operator.core.observed.WeightPart;
import java.util.Map;

/**
 * How many parameters a model has, by what engines do with them.
 *
 * @param embedding of tokens; split by vocabulary
 * @param head the output projection; zero when it is the embedding itself
 * @param attention query, output and latent projections; split over devices
 * @param keyValue key and value projections; copied when devices outnumber key-value heads
 * @param dense feed-forward without experts, and experts that every token uses
 * @param experts routed ones
 * @param mixer of linear attention and state-space layers
 * @param copied on every device: norms, routers, low-rank down projections
 * @param vision towers and what joins them to the language model
 * @param draft layers that predict further tokens; loaded for speculation only
 */
public record Parameters(
    long embedding,
    long head,
    long attention,
    long keyValue,
    long dense,
    long experts,
    long mixer,
    long copied,
    long vision,
    long draft) {

  public static final Parameters NONE = new Parameters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** All but the draft. */
  public long total() {
    return embedding + head + attention + keyValue + dense + experts + mixer + copied + vision;
  }

  Parameters plus(Parameters other) {
    return new Parameters(
        embedding + other.embedding,
        head + other.head,
        attention + other.attention,
        keyValue + other.keyValue,
        dense + other.dense,
        experts + other.experts,
        mixer + other.mixer,
        copied + other.copied,
        vision + other.vision,
        draft + other.draft);
  }

  /**
   * The same classes when the files are known to hold {@code total}: the difference goes to the
   * largest of experts and dense, where fields that a configuration leaves out act.
   */
  public Parameters withTotal(long total) {
    long more = total - total();
    boolean sparse = experts > dense;
    return new Parameters(
        embedding,
        head,
        attention,
        keyValue,
        sparse ? dense : Math.max(0, dense + more),
        sparse ? Math.max(0, experts + more) : experts,
        mixer,
        copied,
        vision,
        draft);
  }

  /**
   * Of a model whose size is known and whose layers are not.
   *
   * @param total of all
   * @param table entries of the vocabulary times width; two tables are assumed, at most half of all
   * @param sparse whether most of it is experts
   */
  public static Parameters declared(long total, long table, boolean sparse) {
    long each = Math.min(table, total / 4);
    long rest = total - 2 * each;
    return new Parameters(each, each, 0, 0, sparse ? 0 : rest, sparse ? rest : 0, 0, 0, 0, 0);
  }

  /**
   * Of weights whose bytes are known, whatever their types: as many of 16 bits as take these bytes.
   */
  public static Parameters ofBytes(Map<WeightPart, Long> bytes) {
    return new Parameters(
        halfOf(bytes, WeightPart.EMBEDDING),
        halfOf(bytes, WeightPart.HEAD),
        halfOf(bytes, WeightPart.ATTENTION),
        halfOf(bytes, WeightPart.KEY_VALUE),
        halfOf(bytes, WeightPart.DENSE),
        halfOf(bytes, WeightPart.EXPERTS),
        halfOf(bytes, WeightPart.MIXER),
        halfOf(bytes, WeightPart.COPIED),
        halfOf(bytes, WeightPart.VISION),
        halfOf(bytes, WeightPart.DRAFT));
  }

  private static long halfOf(Map<WeightPart, Long> bytes, WeightPart part) {
    return Math.ceilDiv(bytes.getOrDefault(part, 0L), 2);
  }

  static Parameters ofAttention(long attention, long keyValue, long copied) {
    return new Parameters(0, 0, attention, keyValue, 0, 0, 0, copied, 0, 0);
  }

  static Parameters ofMixer(long mixer) {
    return new Parameters(0, 0, 0, 0, 0, 0, mixer, 0, 0, 0);
  }

  static Parameters ofFeedForward(long dense, long experts, long copied) {
    return new Parameters(0, 0, 0, 0, dense, experts, 0, copied, 0, 0);
  }

  static Parameters ofTables(long embedding, long head, long copied) {
    return new Parameters(embedding, head, 0, 0, 0, 0, 0, copied, 0, 0);
  }

  Parameters withVision(long tower) {
    return plus(new Parameters(0, 0, 0, 0, 0, 0, 0, 0, tower, 0));
  }

  Parameters withDraft(long layers) {
    return plus(new Parameters(0, 0, 0, 0, 0, 0, 0, 0, 0, layers));
  }
}
