// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of one safetensors file.
 *
 * <p>Source: the format's description: eight bytes with the header's length, little-endian, the
 * header as a JSON object, the data. The reference implementation refuses headers above 100 MB.
 */
record SafetensorsFile(List<Tensor> tensors, Map<String, Object> metadata) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  static SafetensorsFile read(ModelFiles files, String name) throws IOException {
    long size =
        files.size(name).orElseThrow(() -> new UnreadableWeights(name, "there is no such file"));
    byte[] start = files.read(name, 0, LENGTH_BYTES);
    long length =
        start.length < LENGTH_BYTES
            ? -1
            : ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new UnreadableWeights(name, "is no safetensors file; fetch it again");
    }
    byte[] header = files.read(name, LENGTH_BYTES, (int) length);
    if (header.length < length) {
      throw new UnreadableWeights(
          name, "ends after %d of %d bytes; fetch it again".formatted(size, LENGTH_BYTES + length));
    }
    return parse(name, header, size - LENGTH_BYTES - length);
  }

  private static SafetensorsFile parse(String name, byte[] header, long data)
      throws UnreadableWeights {
    List<Tensor> tensors = new ArrayList<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, JsonNode> entry : object(name, header).properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().properties().forEach(p -> metadata.put(p.getKey(), p.getValue().asText()));
        continue;
      }
      JsonNode offsets = entry.getValue().path("data_offsets");
      long from = offsets.path(0).asLong(-1);
      long to = offsets.path(1).asLong(-1);
      if (from < 0 || to < from) {
        throw new UnreadableWeights(
            name, "tensor %s has no data_offsets; fetch it again".formatted(entry.getKey()));
      }
      List<Long> shape = new ArrayList<>();
      entry.getValue().path("shape").forEach(axis -> shape.add(axis.asLong()));
      tensors.add(
          new Tensor(entry.getKey(), entry.getValue().path("dtype").asText("?"), shape, to - from));
      end = Math.max(end, to);
    }
    if (data < end) {
      throw new UnreadableWeights(
          name, "ends %d bytes before its last tensor does; fetch it again".formatted(end - data));
    }
    return new SafetensorsFile(tensors, metadata);
  }

  private static JsonNode object(String name, byte[] header) throws UnreadableWeights {
    try {
      JsonNode read = JSON.readTree(header);
      if (read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableWeights(name, "its header is no JSON; fetch it again");
    } catch (IOException e) {
      throw new UnreadableWeights(name, "its header cannot be read: " + e.getMessage());
    }
    throw new UnreadableWeights(name, "its header is no JSON object; fetch it again");
  }

  /** Text of a JSON file beside the weights. */
  static JsonNode json(ModelFiles files, String name, int atMost) throws IOException {
    return object(name, files.read(name, 0, atMost));
  }
}
