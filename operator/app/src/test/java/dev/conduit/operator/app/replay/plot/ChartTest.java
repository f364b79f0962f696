// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

final class ChartTest {
  private static final Chart CHART =
      new Chart(
          "title <&>",
          "subtitle",
          "cost, US dollars",
          "quality, %",
          List.of(
              new Chart.Curve(
                  "ours", Ink.OURS, List.of(new Chart.Value(1, 60), new Chart.Value(2, 97)))),
          List.of(new Chart.Mark("here", Ink.POLICY, new Chart.Value(1.5, 80), true)));

  @Test
  void svg_isXml_withLegendUnitsAndBothPages() throws Exception {
    Document page = parse(CHART.svg());
    assertThat(page.getElementsByTagName("path").getLength()).isGreaterThan(8);
    assertThat(page.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("title <&>");
    assertThat(CHART.svg())
        .contains(
            "cost, US dollars", "quality, %", ">ours<", ">here<", "prefers-color-scheme: dark");
  }

  @Test
  void png_isAPicture_withTheCurveOnIt() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(CHART.png()));
    assertThat(image.getWidth()).isEqualTo(1720);
    int blue = Integer.decode(Ink.OURS.onLight());
    int found = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        found += (image.getRGB(x, y) & 0xFFFFFF) == blue ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "0.17, 2.86, 1e9, 0, 3",
    "61.7, 92.9, 100, 50, 100",
    "0, 100, 100, 0, 100",
    "5, 5, 1e9, 4.5, 5.5",
    "0.0001, 0.00031, 1e9, 0.00005, 0.00035"
  })
  void around_values_endsAtRoundNumbers(
      double lowest, double highest, double most, double from, double to) {
    Axis axis = Axis.around(lowest, highest, most);
    assertThat(axis.from()).isCloseTo(from, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(axis.to()).isCloseTo(to, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(axis.ticks()).hasSizeBetween(3, 12);
  }

  private static Document parse(String xml)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
