// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.TextReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Models to and from bytes: a mark, the revision, then the numbers, big-endian, then a checksum of
 * all before. Equal models give equal bytes.
 */
public final class ModelCodec {
  /** Names the shape: another number of buckets or features is another mark. */
  private static final long MARK = 0x434F4E4452540002L;

  private static final int QUANTILES = 101;
  private static final int BUCKETS = TextReading.BUCKETS;
  private static final int DENSE = DenseFeatures.COUNT;
  private static final int FIXED =
      Long.BYTES
          + 4 * Integer.BYTES
          + Float.BYTES * (1 + 3 * DENSE + 1 + 2 + QUANTILES + 1)
          + Float.BYTES * (Shapes.KINDS * (2 * DENSE + 1) + 1)
          + 3 * BUCKETS
          + Integer.BYTES;

  private ModelCodec() {}

  /** What became of the bytes. */
  public sealed interface Decoded {
    /** A model that may be used. */
    record Valid(LinearModel model) implements Decoded {}

    /** Why there is none. */
    record Invalid(String problem) implements Decoded {}
  }

  /** A model as bytes. */
  public static byte[] encode(LinearModel model) {
    byte[] revision = model.revision().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(FIXED + revision.length);
    out.putLong(MARK).putInt(BUCKETS).putInt(DENSE).putInt(revision.length).put(revision);
    out.putFloat(model.grams().step());
    putAll(out, model.dense().mean());
    putAll(out, model.dense().scale());
    putAll(out, model.dense().weight());
    out.putFloat(model.bias());
    out.putFloat(model.calibration().slope()).putFloat(model.calibration().offset());
    putAll(out, model.calibration().quantiles());
    out.putInt(model.guard().rarestKnown()).putFloat(model.guard().leastFamiliar());
    Shapes shapes = model.guard().shapes();
    for (int kind = 0; kind < Shapes.KINDS; kind++) {
      putAll(out, shapes.mean()[kind]);
      putAll(out, shapes.precision()[kind]);
    }
    putAll(out, shapes.offset());
    out.putFloat(model.guard().leastAlike());
    for (int cell : model.grams().cells()) {
      out.putShort((short) Grams.weight(cell));
    }
    for (int cell : model.grams().cells()) {
      out.put((byte) Grams.rarity(cell));
    }
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  /** The model in the bytes. */
  public static Decoded decode(byte[] bytes) {
    if (bytes.length < FIXED) {
      return new Decoded.Invalid("%d bytes are too few for a model".formatted(bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MARK || in.getInt() != BUCKETS || in.getInt() != DENSE) {
      return new Decoded.Invalid("not a model of this version; train it again");
    }
    int length = in.getInt();
    if (length < 0 || bytes.length != FIXED + length) {
      return new Decoded.Invalid("%d bytes are not a whole model".formatted(bytes.length));
    }
    int end = bytes.length - Integer.BYTES;
    if (in.getInt(end) != checksum(bytes, end)) {
      return new Decoded.Invalid("the checksum is wrong; fetch or train the model again");
    }
    byte[] revision = new byte[length];
    in.get(revision);
    return new Decoded.Valid(model(new String(revision, StandardCharsets.UTF_8), in));
  }

  private static LinearModel model(String revision, ByteBuffer in) {
    float step = in.getFloat();
    LinearModel.Dense dense =
        new LinearModel.Dense(floats(in, DENSE), floats(in, DENSE), floats(in, DENSE));
    float bias = in.getFloat();
    LinearModel.Calibration calibration =
        new LinearModel.Calibration(in.getFloat(), in.getFloat(), floats(in, QUANTILES));
    LinearModel.Guard guard =
        new LinearModel.Guard(in.getInt(), in.getFloat(), shapes(in), in.getFloat());
    short[] weights = new short[BUCKETS];
    in.asShortBuffer().get(weights);
    in.position(in.position() + BUCKETS * Short.BYTES);
    byte[] rarity = new byte[BUCKETS];
    in.get(rarity);
    return new LinearModel(
        revision, Grams.of(weights, rarity, step), dense, bias, calibration, guard);
  }

  private static Shapes shapes(ByteBuffer in) {
    float[][] mean = new float[Shapes.KINDS][];
    float[][] precision = new float[Shapes.KINDS][];
    for (int kind = 0; kind < Shapes.KINDS; kind++) {
      mean[kind] = floats(in, DENSE);
      precision[kind] = floats(in, DENSE);
    }
    return new Shapes(mean, precision, floats(in, Shapes.KINDS));
  }

  private static void putAll(ByteBuffer out, float[] values) {
    for (float value : values) {
      out.putFloat(value);
    }
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.getFloat();
    }
    return values;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
