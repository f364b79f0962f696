// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws text: a page of SVG that follows the reader's choice of a light or a dark page. */
final class Svg implements Canvas {
  private static final String FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;
  private final String title;

  /**
   * @param title for readers who cannot see it
   */
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  /** All that was drawn. */
  String page() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
    <title>%s</title>
    <style>
    %s
    @media (prefers-color-scheme: dark) {
    %s
    }
    </style>
    <rect class="surface" width="%d" height="%d"/>
    %s</svg>
    """
        .formatted(
            width,
            height,
            width,
            height,
            escaped(title),
            styles(),
            darkStyles(),
            width,
            height,
            body);
  }

  private static String styles() {
    StringBuilder styles = new StringBuilder("text { font: 13px " + FONTS + "; stroke: none; }\n");
    styles.append("path { stroke-linejoin: round; }");
    for (Ink ink : Ink.values()) {
      styles.append("\n." + name(ink) + " { " + paint(ink, ink.onLight()));
      if (ink.width() > 0) {
        styles.append(" stroke-width: " + ink.width() + ";");
      }
      if (!ink.dashes().isEmpty()) {
        styles.append(" stroke-dasharray: " + ink.dashes() + ";");
      }
      styles.append(" }");
    }
    styles.append("\ntext.name { font-weight: 600; paint-order: stroke; stroke-width: 5; }");
    styles.append("\ncircle { stroke-width: 2; }");
    return styles + "\n" + rims(Ink.SURFACE.onLight());
  }

  private static String darkStyles() {
    StringBuilder styles = new StringBuilder();
    for (Ink ink : Ink.values()) {
      styles.append("." + name(ink) + " { " + paint(ink, ink.onDark()) + " }\n");
    }
    return styles + rims(Ink.SURFACE.onDark());
  }

  /** Around what must be told apart from lines below it. */
  private static String rims(String colour) {
    return "circle, text.name { stroke: " + colour + "; }";
  }

  private static String paint(Ink ink, String colour) {
    return ink.width() == 0
        ? "fill: " + colour + ";"
        : "stroke: " + colour + "; fill: " + colour + ";";
  }

  private static String name(Ink ink) {
    return ink.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void line(List<Spot> through, Ink ink) {
    String path =
        through.stream()
            .map(spot -> number(spot.x()) + " " + number(spot.y()))
            .collect(Collectors.joining(" L", "M", ""));
    body.append("<path class=\"%s\" style=\"fill:none\" d=\"%s\"/>\n".formatted(name(ink), path));
  }

  @Override
  public void dot(Spot middle, double radius, Ink ink) {
    body.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
            .formatted(name(ink), number(middle.x()), number(middle.y()), number(radius)));
  }

  @Override
  public void text(Spot base, String text, Side side, Ink ink) {
    text(base, text, side, name(ink));
  }

  @Override
  public void name(Spot base, String text, Side side) {
    text(base, text, side, name(Ink.TEXT) + " name");
  }

  private void text(Spot base, String text, Side side, String style) {
    body.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(style, number(base.x()), number(base.y()), name(side), escaped(text)));
  }

  private static String name(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void upright(Spot middle, String text, Ink ink) {
    body.append(
        "<text class=\"%s\" transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
            .formatted(name(ink), number(middle.x()), number(middle.y()), escaped(text)));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
