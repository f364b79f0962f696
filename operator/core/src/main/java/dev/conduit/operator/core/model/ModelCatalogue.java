// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Models that Conduit knows by name. Source: {@code models.tsv}, each row with its own source, and
 * {@code aliases.tsv} for later trainings and quantised copies of these.
 */
public final class ModelCatalogue {
  private final Map<String, ModelShape> shapes;

  private ModelCatalogue(Map<String, ModelShape> shapes) {
    this.shapes = shapes;
  }

  /** The one that ships with the program. */
  public static ModelCatalogue bundled() {
    Map<String, ModelShape> shapes = new TreeMap<>();
    for (String[] row : Resource.read("models.tsv").rows()) {
      shapes.put(row[0].toLowerCase(Locale.ROOT), shape(row));
    }
    for (String[] row : Resource.read("aliases.tsv").rows()) {
      ModelShape shape = shapes.get(row[1].toLowerCase(Locale.ROOT));
      if (shape == null) {
        throw new IllegalStateException(row[0] + " has the shape of no known model: " + row[1]);
      }
      shapes.put(row[0].toLowerCase(Locale.ROOT), row[2].equals("-") ? shape : copy(shape, row));
    }
    return new ModelCatalogue(shapes);
  }

  /** By Hugging Face id, whatever its case. */
  public Optional<ModelShape> find(ModelId id) {
    return Optional.ofNullable(shapes.get(id.repository().toLowerCase(Locale.ROOT)));
  }

  private static ModelShape copy(ModelShape shape, String[] row) {
    return Quantization.weights(shape, row[2])
        .map(weights -> shape.withWeights(weights, row[2], ModelShape.Origin.QUANTISED))
        .orElseThrow(
            () -> new IllegalStateException(row[0] + " has an unknown quantisation: " + row[2]));
  }

  private static ModelShape shape(String[] row) {
    return new ModelShape(
        new Bytes(Long.parseLong(row[2])),
        row[1].equals("-") ? "" : row[1],
        Long.parseLong(row[3]),
        Integer.parseInt(row[5]),
        Integer.parseInt(row[6]),
        Integer.parseInt(row[7]),
        Integer.parseInt(row[8]),
        Integer.parseInt(row[9]),
        Integer.parseInt(row[10]),
        Integer.parseInt(row[11]),
        row[12].equals("moe"),
        switch (row[4]) {
          case "files" -> ModelShape.Origin.FILES;
          case "params" -> ModelShape.Origin.PARAMETERS;
          default -> ModelShape.Origin.NAME;
        });
  }
}
