// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

/**
 * What something is drawn with. Lines differ in colour, width and dashes, so that they can be told
 * apart without colours too.
 */
public enum Ink {
  SURFACE("#ffffff", "#14181d", 0, ""),
  GRID("#e4e7eb", "#2a313a", 1, ""),
  AXIS("#8a939e", "#7d8793", 1, ""),
  TEXT("#1c2127", "#e8ebee", 0, ""),
  QUIET("#59636e", "#9aa4af", 0, ""),
  OURS("#1f5fd0", "#6ea2ff", 3, ""),
  LENGTH("#b5540a", "#f0a35e", 2, "7 4"),
  ORACLE("#1a7f4b", "#56c48a", 2, "2 4"),
  RANDOM("#8a939e", "#7d8793", 2, "12 5"),
  POLICY("#c2255c", "#ff7aa8", 2, "");

  private final String onLight;
  private final String onDark;
  private final int width;
  private final String dashes;

  Ink(String onLight, String onDark, int width, String dashes) {
    this.onLight = onLight;
    this.onDark = onDark;
    this.width = width;
    this.dashes = dashes;
  }

  /** As {@code #rrggbb}, on a white page. */
  String onLight() {
    return onLight;
  }

  /** As {@code #rrggbb}, on a dark page. */
  String onDark() {
    return onDark;
  }

  /** Of lines, in pixels. */
  int width() {
    return width;
  }

  /** Lengths of dashes and gaps, in pixels, blanks between; empty for a line without gaps. */
  String dashes() {
    return dashes;
  }
}
