// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import dev.conduit.operator.app.replay.plot.Canvas.Side;
import dev.conduit.operator.app.replay.plot.Canvas.Spot;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Curves and marked points over two axes.
 *
 * @param title one line
 * @param subtitle one line, smaller
 * @param across what the horizontal axis is, with its unit at the end; shares end at 100 %
 * @param up what the vertical axis is, likewise
 * @param curves later ones lie above earlier ones
 * @param marks above all curves
 */
public record Chart(
    String title, String subtitle, String across, String up, List<Curve> curves, List<Mark> marks) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 560;
  private static final int LEFT = 76;
  private static final int RIGHT = WIDTH - 36;
  private static final int TOP = 74;
  private static final int BOTTOM = HEIGHT - 62;
  private static final int ROW = 22;

  public Chart {
    curves = List.copyOf(curves);
    marks = List.copyOf(marks);
  }

  /** A place in the units of the axes. */
  public record Value(double x, double y) {}

  /** A line with a name in the legend; at least two values. */
  public record Curve(String name, Ink ink, List<Value> values) {
    public Curve {
      values = List.copyOf(values);
    }
  }

  /**
   * A point with its name beside it.
   *
   * @param isAbove whether the name stands above and to the left, else below and to the right
   */
  public record Mark(String name, Ink ink, Value at, boolean isAbove) {}

  /** A page of SVG, the same for the same chart. */
  public String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, title + ". " + subtitle);
    draw(svg);
    return svg.page();
  }

  /** A picture in PNG, twice as many pixels each way as the SVG. */
  public byte[] png() throws IOException {
    Png png = new Png(WIDTH, HEIGHT);
    draw(png);
    return png.bytes();
  }

  private Stream<Value> values() {
    return Stream.concat(
        curves.stream().flatMap(curve -> curve.values().stream()), marks.stream().map(Mark::at));
  }

  private static Axis axis(DoubleStream values, String name) {
    var range = values.summaryStatistics();
    double most = name.endsWith("%") ? 100 : Double.MAX_VALUE;
    return Axis.around(range.getMin(), range.getMax(), most);
  }

  private void draw(Canvas canvas) {
    Axis x = axis(values().mapToDouble(Value::x), across);
    Axis y = axis(values().mapToDouble(Value::y), up);
    canvas.name(new Spot(LEFT, 30), title, Side.START);
    canvas.text(new Spot(LEFT, 50), subtitle, Side.START, Ink.QUIET);
    axes(canvas, x, y);
    for (Curve curve : curves) {
      canvas.line(curve.values().stream().map(value -> spot(value, x, y)).toList(), curve.ink());
    }
    for (Mark mark : marks) {
      mark(canvas, mark, spot(mark.at(), x, y));
    }
    legend(canvas);
  }

  private static Spot spot(Value value, Axis x, Axis y) {
    return new Spot(x.at(value.x(), LEFT, RIGHT), y.at(value.y(), BOTTOM, TOP));
  }

  private void axes(Canvas canvas, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      double at = y.at(tick, BOTTOM, TOP);
      canvas.line(List.of(new Spot(LEFT, at), new Spot(RIGHT, at)), Ink.GRID);
      canvas.text(new Spot(LEFT - 10, at + 4), y.label(tick), Side.END, Ink.QUIET);
    }
    for (double tick : x.ticks()) {
      double at = x.at(tick, LEFT, RIGHT);
      canvas.line(List.of(new Spot(at, BOTTOM), new Spot(at, BOTTOM + 6)), Ink.AXIS);
      canvas.text(new Spot(at, BOTTOM + 22), x.label(tick), Side.MIDDLE, Ink.QUIET);
    }
    canvas.line(List.of(new Spot(LEFT, BOTTOM), new Spot(RIGHT, BOTTOM)), Ink.AXIS);
    double middle = (LEFT + RIGHT) / 2.0;
    canvas.text(new Spot(middle, HEIGHT - 16), across, Side.MIDDLE, Ink.TEXT);
    canvas.upright(new Spot(24, (TOP + BOTTOM) / 2.0), up, Ink.TEXT);
  }

  private static void mark(Canvas canvas, Mark mark, Spot at) {
    canvas.dot(at, 7, mark.ink());
    Spot beside =
        mark.isAbove() ? new Spot(at.x() - 12, at.y() - 10) : new Spot(at.x() + 12, at.y() + 18);
    canvas.name(beside, mark.name(), mark.isAbove() ? Side.END : Side.START);
  }

  /** In the lower right corner: whatever is worth its cost leaves that corner free. */
  private void legend(Canvas canvas) {
    int left = RIGHT - 232;
    int top = BOTTOM - ROW * curves.size();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(curves.size() - 1 - i);
      double at = top + i * ROW;
      canvas.line(List.of(new Spot(left, at - 4), new Spot(left + 42, at - 4)), curve.ink());
      canvas.text(new Spot(left + 52, at), curve.name(), Side.START, Ink.TEXT);
    }
  }
}
