// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model in safetensors files. The index says which files count; without one it is the one file.
 * Other files of the folder, copies in another layout for example, are not looked at: that is how
 * models come to be counted twice.
 */
final class SafetensorsModel {
  private static final String INDEX = WeightFiles.INDEX;
  private static final int LONGEST_INDEX = 64 << 20;

  private SafetensorsModel() {}

  static Weights read(ModelFiles files) throws IOException {
    OptionalLong index = files.size(INDEX);
    if (index.isEmpty()) {
      SafetensorsFile one = SafetensorsFile.read(files, WeightFiles.SINGLE);
      return new Weights(Weights.Format.SAFETENSORS, one.tensors(), one.metadata());
    }
    if (index.getAsLong() > LONGEST_INDEX) {
      throw new UnreadableWeights(INDEX, "has more than 64 MiB; it is no index");
    }
    JsonNode map = SafetensorsFile.json(files, INDEX, (int) index.getAsLong()).path("weight_map");
    if (map.isEmpty()) {
      throw new UnreadableWeights(INDEX, "has no weight_map; fetch it again");
    }
    return shards(files, map);
  }

  private static Weights shards(ModelFiles files, JsonNode map) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    map.forEach(file -> names.add(file.asText()));
    List<Tensor> tensors = new ArrayList<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (String name : names) {
      if (name.contains("..") || name.startsWith("/")) {
        throw new UnreadableWeights(INDEX, "names %s, outside of the model".formatted(name));
      }
    }
    Shards.read(files, names)
        .forEach(
            (name, shard) -> {
              metadata.putAll(shard.metadata());
              shard.tensors().stream()
                  .filter(tensor -> map.path(tensor.name()).asText().equals(name))
                  .forEach(tensors::add);
            });
    if (tensors.size() < map.size()) {
      Set<String> found = new LinkedHashSet<>();
      tensors.forEach(tensor -> found.add(tensor.name()));
      for (Map.Entry<String, JsonNode> wanted : map.properties()) {
        if (!found.contains(wanted.getKey())) {
          throw new UnreadableWeights(
              wanted.getValue().asText(),
              "has no tensor %s, which the index puts there; fetch both again"
                  .formatted(wanted.getKey()));
        }
      }
    }
    return new Weights(Weights.Format.SAFETENSORS, tensors, metadata);
  }
}
