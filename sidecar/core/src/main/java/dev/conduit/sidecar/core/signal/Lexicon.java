// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Words that say what a text is about, in English, German, Spanish, French, Chinese and Japanese.
 *
 * <p>An entry is a word or a pair of words; two characters of Chinese or Japanese are a pair.
 * Looked up by hash in an open table: one step in most cases. A word that shares its 32-bit hash
 * with an entry is taken for it.
 */
final class Lexicon {
  static final Lexicon STANDARD = new Lexicon();

  private static final int CAPACITY = 4096;
  private static final int SHIFT = 32 - 12;

  /** Bits that say where there may be an entry: small enough to stay close to the processor. */
  private static final int MAYBE = 1 << 15;

  private static final int MAYBE_SHIFT = 32 - 15;

  private final int[] hashes = new int[CAPACITY];
  private final byte[] measures = new byte[CAPACITY];
  private final long[] maybe = new long[MAYBE >> 6];

  private Lexicon() {
    Arrays.fill(measures, (byte) -1);
    add(
        Measure.NEGATION,
        "not except least false incorrect never no without nicht kein keine nie no nunca sin ne pas"
            + " jamais sans 不是 没有 ない");
    add(Measure.EACH, "each every per apiece je jeder jede pro cada por chaque chacun 每个 每天");
    add(
        Measure.COMPARISON,
        "more less fewer than greater older younger taller longer shorter mehr weniger als más"
            + " menos que plus moins 比较 より");
    add(
        Measure.MULTIPLE,
        "twice double triple half third quarter thrice times halves thirds fourth fifth doppelt"
            + " halb hälfte doble mitad triple moitié tiers 一半 两倍");
    add(Measure.CONDITION, "if suppose assume given unless wenn falls angenommen si cuando 如果 假设");
    add(
        Measure.SEQUENCE,
        "then after before first second next later finally left remaining rest dann danach zuerst"
            + " schließlich luego después antes puis ensuite avant 然后 最后");
    add(
        Measure.REASONING,
        "why how explain prove derive analyze analyse justify reason because therefore since hence"
            + " thus imply implies evaluate compare warum wieso erkläre beweise begründe explica"
            + " demuestra porqué pourquoi explique démontre 为什 证明 解释 分析 なぜ 説明");
    add(
        Measure.CODE,
        "関数 バグ 程序 code function class def import return python java javascript typescript sql rust bug"
            + " compile exception stacktrace regex api json yaml html css algorithm refactor unit"
            + " funktion código función fonction 代码 函数");
    add(
        Measure.MATH,
        "calculate compute solve equation integral derivative theorem matrix probability polynomial"
            + " ring percent sum product average berechne gleichung calcula ecuación calcule"
            + " équation 计算 方程 多少");
    add(Measure.EXTRACTION, "extract find list identify extrahiere extrae extraire 提取 抽出");
    add(
        Measure.SUMMARY,
        "summarize summarise summary tldr shorten zusammenfassung resume resumen résumé résume 总结"
            + " 摘要 要約");
    add(Measure.TRANSLATION, "translate translation übersetze traduce traduis traduire 翻译 翻訳");
    add(
        Measure.CREATIVE,
        "story poem song write joke haiku geschichte gedicht cuento poema histoire poème 故事 写一");
    add(Measure.FORMAT, "json yaml csv table markdown bullet xml tabelle tabla tableau 表格");
    add(Measure.LENGTH, "short brief detailed words sentences paragraphs kurz breve bref 简短 字数");
    add(
        Cue.DEMAND,
        "design architect analyze analyse analysis compare contrast evaluate assess critique justify"
            + " prove derive disprove demonstrate optimize optimise diagnose refactor implement"
            + " investigate strategy tradeoff tradeoffs offs implications rigorous rigorously"
            + " formally hypothesis synthesize synthesise edge_cases root_cause pros_and entwirf"
            + " entwerfe entwickle analysiere vergleiche bewerte beurteile begründe beweise optimiere"
            + " diagnostiziere untersuche implementiere strategie auswirkungen diseña diseñe analiza"
            + " analice compara evalúa evalúe demuestra demuestre deduce optimiza diagnostica"
            + " justifica argumenta implementa estrategia implicaciones conçois concevez analysez"
            + " comparez évalue Évalue évaluez Évaluez démontre démontrez déduis optimisez"
            + " diagnostique justifie implémente stratégie 设计 分析 比较 评估 证明 推导 优化 论证 权衡 架构 诊断"
            + " 实现 讨论 策略 設計 比較 評価 証明 導出 最適 検討 論じ 戦略 実装");
    add(
        Cue.TECHNICAL,
        "python java javascript typescript golang kotlin rust sql regex html css bash json yaml api"
            + " algorithm refactor compile compiler exception stacktrace traceback stack_trace"
            + " nullpointerexception def async mutex deadlock thread threads goroutine goroutines"
            + " docker dockerfile kubernetes postgres postgresql mysql kafka redis grpc react latency"
            + " quellcode 代码 函数 関数 バグ 程序 编程 irrational integers lemma bijection homeomorphism"
            + " holomorphic eigenvalue eigenvalues topology manifold");
    add(
        Cue.SMALL_TALK,
        "hello hi hey thanks thank goodbye bye hallo danke tschüss guten hola gracias adiós buenos"
            + " buenas bonjour salut merci bonsoir 你好 谢谢 再见 早安 おは さよ");
  }

  /** A word that is added again has the new measure only. */
  private void add(Measure measure, String words) {
    for (String word : words.split(" ", -1)) {
      int hash = hash(word);
      int at = hash >>> SHIFT;
      while (measures[at] >= 0 && hashes[at] != hash) {
        at = (at + 1) & (CAPACITY - 1);
      }
      put(at, hash, measure.index());
    }
  }

  /** A word may be a cue and have a measure; the words of a pair are joined by a line. */
  private void add(Cue cue, String words) {
    for (String word : words.split(" ", -1)) {
      int hash = hash(word.replace('_', ' '));
      int at = hash >>> SHIFT;
      while (measures[at] >= 0) {
        at = (at + 1) & (CAPACITY - 1);
      }
      put(at, hash, cue.index());
    }
  }

  private static int hash(String entry) {
    return Words.hash(entry.getBytes(StandardCharsets.UTF_8));
  }

  private void put(int at, int hash, int index) {
    hashes[at] = hash;
    measures[at] = (byte) index;
    maybe[hash >>> MAYBE_SHIFT >> 6] |= 1L << (hash >>> MAYBE_SHIFT);
  }

  /** One for every entry, and for one in a hundred of the other words; else 0. */
  int mayKnow(int hash) {
    int bit = hash >>> MAYBE_SHIFT;
    return (int) (maybe[bit >> 6] >>> bit) & 1;
  }

  /** Adds one to the word's measure and cue, if it has them. */
  void count(int hash, int[] counts) {
    int at = hash >>> SHIFT;
    while (measures[at] >= 0) {
      if (hashes[at] == hash) {
        counts[measures[at]]++;
      }
      at = (at + 1) & (CAPACITY - 1);
    }
  }
}
