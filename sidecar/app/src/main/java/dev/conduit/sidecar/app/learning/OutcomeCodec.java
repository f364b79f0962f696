// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.learning.Evidence;
import dev.conduit.sidecar.learning.Features;
import dev.conduit.sidecar.learning.Outcome;
import dev.conduit.sidecar.learning.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Outcomes to and from bytes, without their number: evidence, dense features, then the buckets in
 * rising order, each as its distance from the one before. Some 700 bytes for a short question, 3 KB
 * for the longest.
 */
final class OutcomeCodec {
  private static final int PAIR = 0;
  private static final int LIGHT = 1;
  private static final int HEAVY = 2;
  private static final int BETTER = 3;
  private static final int GAIN = 4;

  private OutcomeCodec() {}

  static byte[] encode(Outcome outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(outcome.source().name());
      write(out, outcome.evidence());
      double[] dense = outcome.features().dense();
      out.writeShort(dense.length);
      for (double value : dense) {
        out.writeDouble(value);
      }
      int[] buckets = outcome.features().buckets().clone();
      Arrays.sort(buckets);
      out.writeInt(buckets.length);
      int last = 0;
      for (int bucket : buckets) {
        writeSmall(out, bucket - last);
        last = bucket;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when another version wrote it, which knows sources, evidence or features of its own. */
  static Optional<Outcome> decode(long number, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Source source = Source.valueOf(in.readUTF());
      Evidence evidence = evidence(in);
      if (in.readShort() != DenseFeatures.COUNT) {
        return Optional.empty();
      }
      double[] dense = new double[DenseFeatures.COUNT];
      for (int i = 0; i < dense.length; i++) {
        dense[i] = in.readDouble();
      }
      int[] buckets = new int[in.readInt()];
      int last = 0;
      for (int i = 0; i < buckets.length; i++) {
        last += readSmall(in);
        buckets[i] = last;
      }
      return Optional.of(new Outcome(number, new Features(buckets, dense), evidence, source));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(DataOutputStream out, Evidence evidence) throws IOException {
    switch (evidence) {
      case Evidence.Pair(double light, double heavy) -> {
        out.writeByte(PAIR);
        out.writeDouble(light);
        out.writeDouble(heavy);
      }
      case Evidence.Light(double score) -> {
        out.writeByte(LIGHT);
        out.writeDouble(score);
      }
      case Evidence.Heavy(double score) -> {
        out.writeByte(HEAVY);
        out.writeDouble(score);
      }
      case Evidence.Better(boolean isHeavy) -> {
        out.writeByte(BETTER);
        out.writeBoolean(isHeavy);
      }
      case Evidence.Gain(double gain) -> {
        out.writeByte(GAIN);
        out.writeDouble(gain);
      }
    }
  }

  private static Evidence evidence(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case PAIR -> new Evidence.Pair(in.readDouble(), in.readDouble());
      case LIGHT -> new Evidence.Light(in.readDouble());
      case HEAVY -> new Evidence.Heavy(in.readDouble());
      case BETTER -> new Evidence.Better(in.readBoolean());
      case GAIN -> new Evidence.Gain(in.readDouble());
      default -> throw new IOException("evidence of kind " + kind);
    };
  }

  /** Seven bits a byte, the last one without the eighth. */
  private static void writeSmall(DataOutputStream out, int value) throws IOException {
    int left = value;
    while (left > 0x7F) {
      out.writeByte((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }

  private static int readSmall(DataInputStream in) throws IOException {
    int value = 0;
    int shift = 0;
    int b = in.readUnsignedByte();
    while (b > 0x7F) {
      value |= (b & 0x7F) << shift;
      shift += 7;
      b = in.readUnsignedByte();
    }
    return value | (b << shift);
  }
}
