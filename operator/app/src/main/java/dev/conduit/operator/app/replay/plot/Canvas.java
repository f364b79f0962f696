// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import java.util.List;

/** Takes what is drawn, in pixels from the upper left corner. */
interface Canvas {
  /** On which side of its place a text stands. */
  enum Side {
    START,
    MIDDLE,
    END
  }

  /** A place. */
  record Spot(double x, double y) {}

  void line(List<Spot> through, Ink ink);

  /** A round mark of that radius, with a rim that sets it apart from lines below. */
  void dot(Spot middle, double radius, Ink ink);

  void text(Spot base, String text, Side side, Ink ink);

  /** A bold text that can be read above lines. */
  void name(Spot base, String text, Side side);

  /** Read from the bottom to the top. */
  void upright(Spot middle, String text, Ink ink);
}
