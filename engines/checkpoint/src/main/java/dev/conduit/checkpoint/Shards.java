// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the headers of many files, several at a time where the store bears it. */
final class Shards {
  private Shards() {}

  /** Headers by file, in the order given. The first failure ends it. */
  static Map<String, SafetensorsFile> read(ModelFiles files, Collection<String> names)
      throws IOException {
    Map<String, SafetensorsFile> headers = new LinkedHashMap<>();
    if (files.atOnce() == 1) {
      for (String name : names) {
        headers.put(name, SafetensorsFile.read(files, name));
      }
      return headers;
    }
    ExecutorService readers =
        Executors.newFixedThreadPool(files.atOnce(), Thread.ofVirtual().factory());
    try {
      Map<String, Future<SafetensorsFile>> pending = new LinkedHashMap<>();
      names.forEach(
          name -> pending.put(name, readers.submit(() -> SafetensorsFile.read(files, name))));
      for (Map.Entry<String, Future<SafetensorsFile>> entry : pending.entrySet()) {
        headers.put(entry.getKey(), result(entry.getKey(), entry.getValue()));
      }
      return headers;
    } finally {
      readers.shutdownNow();
    }
  }

  private static SafetensorsFile result(String name, Future<SafetensorsFile> pending)
      throws IOException {
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("cannot read " + name, e.getCause());
    }
  }
}
