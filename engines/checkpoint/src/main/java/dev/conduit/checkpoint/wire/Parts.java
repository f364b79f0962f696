// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of files, as HTTP's ranges give them. Source: RFC 9110, section 14. */
public final class Parts {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  /** Of a file that comes whole because the server knows no ranges. */
  private static final int LONGEST_WHOLE = 4 << 20;

  private static final int WHOLE = 200;
  private static final int PART = 206;

  private Parts() {}

  /** The header's value. */
  public static String range(long from, int length) {
    return "bytes=%d-%d".formatted(from, from + length - 1);
  }

  /**
   * Bodies that are too long, or of answers that say nothing in them, are not read.
   *
   * @param most bytes
   */
  public static BodyHandler<byte[]> upTo(long most) {
    return upTo(most, most);
  }

  /**
   * The body of an answer to {@link #range}: as long as what was asked for, wherever that lies in
   * the file. A whole file is taken where it is small.
   *
   * @param length that was asked for
   */
  public static BodyHandler<byte[]> part(int length) {
    return upTo(LONGEST_WHOLE, length);
  }

  private static BodyHandler<byte[]> upTo(long whole, long part) {
    return info -> {
      boolean given = info.statusCode() == WHOLE || info.statusCode() == PART;
      long most = info.statusCode() == PART ? part : whole;
      boolean tooLong = info.headers().firstValueAsLong("content-length").orElse(0) > most;
      return given && !tooLong
          ? BodySubscribers.limiting(BodySubscribers.ofByteArray(), most)
          : BodySubscribers.replacing(new byte[0]);
    };
  }

  /**
   * The part that was asked for, of an answer of status 200, 206 or 416.
   *
   * @param store and file in words, for messages
   */
  public static Piece piece(
      HttpResponse<byte[]> answer, long from, int length, String store, String file)
      throws StoreFailure {
    byte[] bytes = answer.body();
    return switch (answer.statusCode()) {
      case 416 -> new Piece(new byte[0], total(answer.headers()).orElse(0), Optional.empty());
      case PART -> checked(answer, from, length, store, file);
      default -> {
        long size = answer.headers().firstValueAsLong("content-length").orElse(bytes.length);
        if (size > bytes.length) {
          throw new StoreFailure(
              StoreFailure.Kind.UNREACHABLE,
              "%s gives no parts of files, and %s is too large to fetch for its header"
                  .formatted(store, file));
        }
        int start = (int) Math.min(from, bytes.length);
        int end = Math.min(bytes.length, start + length);
        yield new Piece(Arrays.copyOfRange(bytes, start, end), size, Optional.empty());
      }
    };
  }

  /** Whoever answers may mean harm: other bytes than those asked for would be taken for these. */
  private static Piece checked(
      HttpResponse<byte[]> answer, long from, int length, String store, String file)
      throws StoreFailure {
    byte[] bytes = answer.body();
    long stated = answer.headers().firstValueAsLong("content-length").orElse(bytes.length);
    if (stated > length) {
      throw broken(
          "%s answered %d bytes of %s where %d were asked for"
              .formatted(store, stated, file, length));
    }
    Matcher range = contentRange(answer.headers());
    boolean starts = range.matches() && range.group(1) != null;
    if (!starts || Long.parseLong(range.group(1)) != from) {
      throw broken(
          "%s answered another part of %s than the one from byte %d that was asked for"
              .formatted(store, file, from));
    }
    return new Piece(bytes, total(answer.headers()).orElse(from + bytes.length), Optional.empty());
  }

  private static StoreFailure broken(String why) {
    return new StoreFailure(StoreFailure.Kind.BROKEN, why);
  }

  private static OptionalLong total(HttpHeaders headers) {
    Matcher range = contentRange(headers);
    return range.matches() && !range.group(2).equals("*")
        ? OptionalLong.of(Long.parseLong(range.group(2)))
        : OptionalLong.empty();
  }

  private static Matcher contentRange(HttpHeaders headers) {
    return CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
  }
}
