// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws pixels, two for each of the canvas, on white. Needs the fonts of the machine. */
final class Png implements Canvas {
  private static final int SCALE = 2;
  private static final int FONT_SIZE = 13;

  private final BufferedImage image;
  private final Graphics2D graphics;

  Png(int width, int height) {
    // Without it a machine that has a display would be asked for a window.
    System.setProperty("java.awt.headless", "true");
    image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(colour(Ink.SURFACE));
    graphics.fillRect(0, 0, width, height);
  }

  byte[] bytes() throws IOException {
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static Color colour(Ink ink) {
    return Color.decode(ink.onLight());
  }

  @Override
  public void line(List<Spot> through, Ink ink) {
    Path2D path = new Path2D.Double();
    path.moveTo(through.getFirst().x(), through.getFirst().y());
    through.stream().skip(1).forEach(spot -> path.lineTo(spot.x(), spot.y()));
    graphics.setColor(colour(ink));
    graphics.setStroke(stroke(ink));
    graphics.draw(path);
  }

  private static BasicStroke stroke(Ink ink) {
    if (ink.dashes().isEmpty()) {
      return new BasicStroke(ink.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }
    double[] lengths =
        Arrays.stream(ink.dashes().split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    float[] dashes = new float[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      dashes[i] = (float) lengths[i];
    }
    return new BasicStroke(ink.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  @Override
  public void dot(Spot middle, double radius, Ink ink) {
    double size = 2 * radius;
    Ellipse2D circle = new Ellipse2D.Double(middle.x() - radius, middle.y() - radius, size, size);
    graphics.setColor(colour(ink));
    graphics.fill(circle);
    graphics.setColor(colour(Ink.SURFACE));
    graphics.setStroke(new BasicStroke(2));
    graphics.draw(circle);
  }

  @Override
  public void text(Spot base, String text, Side side, Ink ink) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    graphics.setColor(colour(ink));
    graphics.drawString(text, left(base, text, side), (float) base.y());
  }

  @Override
  public void name(Spot base, String text, Side side) {
    Font font = new Font(Font.SANS_SERIF, Font.BOLD, FONT_SIZE);
    graphics.setFont(font);
    Shape letters =
        font.createGlyphVector(graphics.getFontRenderContext(), text)
            .getOutline(left(base, text, side), (float) base.y());
    graphics.setColor(colour(Ink.SURFACE));
    graphics.setStroke(new BasicStroke(5));
    graphics.draw(letters);
    graphics.setColor(colour(Ink.TEXT));
    graphics.fill(letters);
  }

  private float left(Spot base, String text, Side side) {
    int wide = graphics.getFontMetrics().stringWidth(text);
    return switch (side) {
      case START -> (float) base.x();
      case MIDDLE -> (float) (base.x() - wide / 2.0);
      case END -> (float) (base.x() - wide);
    };
  }

  @Override
  public void upright(Spot middle, String text, Ink ink) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(middle.x(), middle.y());
    graphics.rotate(-Math.PI / 2);
    text(new Spot(0, 0), text, Side.MIDDLE, ink);
    graphics.setTransform(before);
  }
}
