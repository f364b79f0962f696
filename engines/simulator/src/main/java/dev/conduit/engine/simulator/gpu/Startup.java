// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

/**
 * vLLM's start, in its own words: the check before loading, and the profile after it that decides
 * the size of the KV cache.
 *
 * <p>Rule one: an engine refuses to start where less memory is free than its share of the total.
 * Rule two: whatever is used after the profile beyond what was used before counts as its own, so
 * memory that others take in the meantime makes its cache smaller; and memory that others give back
 * is an error. Source: vLLM 0.32.0, {@code v1/worker/utils.py}, {@code v1/worker/gpu_worker.py},
 * {@code v1/core/kv_cache_utils.py}.
 */
public final class Startup {
  private static final double GIB = 1L << 30;

  private Startup() {}

  /** What a check comes to. */
  public sealed interface Outcome {

    /**
     * The engine may go on.
     *
     * @param bytes its budget before loading; its KV cache's bytes after the profile
     */
    record Granted(long bytes) implements Outcome {}

    /** The engine ends, with vLLM's message. */
    record Refused(String message) implements Outcome {}
  }

  /** The check before loading. */
  public static Outcome request(int device, DeviceMemory memory, double utilization) {
    long requested = (long) Math.ceil(memory.totalBytes() * utilization);
    if (memory.freeBytes() < requested) {
      return new Outcome.Refused(
          ("Free memory on device cuda:%d (%s/%s GiB) on startup is less than desired GPU memory"
                  + " utilization (%s, %s GiB). Decrease GPU memory utilization or reduce GPU memory"
                  + " used by other processes.")
              .formatted(
                  device,
                  gib(memory.freeBytes()),
                  gib(memory.totalBytes()),
                  utilization,
                  gib(requested)));
    }
    return new Outcome.Granted(requested);
  }

  /** Loading: the weights must fit into what is free. */
  public static Outcome load(int device, DeviceMemory memory, long weightsBytes) {
    return allocate(device, memory, 0, weightsBytes);
  }

  /**
   * The profile after loading.
   *
   * @param requested what {@link #request} granted
   * @param before the device at that moment
   * @param after the device now
   */
  public static Outcome profile(
      int device, MemoryRequest request, long requested, DeviceMemory before, DeviceMemory after) {
    if (request.kvCacheMemoryBytes().isPresent()) {
      return cache(device, request, request.kvCacheMemoryBytes().getAsLong(), after);
    }
    if (after.othersBytes() < before.othersBytes()
        && after.freeBytes() - request.weightsBytes() > before.freeBytes()) {
      return new Outcome.Refused(
          ("Error in memory profiling. Initial free memory %s GiB, current free memory %s GiB. This"
                  + " happens when other processes sharing the same container release GPU memory"
                  + " while vLLM is profiling during initialization. To fix this, ensure consistent"
                  + " GPU memory allocation or isolate vLLM in its own container.")
              .formatted(gib(before.freeBytes()), gib(after.freeBytes() - request.weightsBytes())));
    }
    long taken = after.othersBytes() - before.othersBytes();
    long available = requested - request.weightsBytes() - request.overheadBytes() - taken;
    return cache(device, request, available, after);
  }

  /** Whole blocks in a cache of so many bytes. */
  public static int blocks(MemoryRequest request, long cacheBytes) {
    return Math.toIntExact(cacheBytes / (request.kvBytesPerToken() * request.blockSize()));
  }

  private static Outcome cache(
      int device, MemoryRequest request, long available, DeviceMemory memory) {
    if (available <= 0) {
      return new Outcome.Refused(
          "No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when"
              + " initializing the engine (this flag also controls CPU memory reservation on the CPU"
              + " backend, despite its name). See"
              + " https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more"
              + " details.");
    }
    long blockBytes = request.kvBytesPerToken() * request.blockSize();
    long needed = Math.ceilDiv(request.maxModelLen(), request.blockSize()) * blockBytes;
    if (needed > available) {
      return new Outcome.Refused(tooLong(request, needed, available));
    }
    return allocate(device, memory, request.weightsBytes() + request.overheadBytes(), available);
  }

  private static String tooLong(MemoryRequest request, long needed, long available) {
    long estimate = blocks(request, available) * (long) request.blockSize();
    return ("To serve at least one request with the model's max seq len (%d), (%s GiB KV cache is"
            + " needed, which is larger than the available KV cache memory (%s GiB). %sTry"
            + " increasing `gpu_memory_utilization` (which also controls CPU memory on the CPU"
            + " backend) or decreasing `max_model_len` when initializing the engine. See"
            + " https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more details.")
        .formatted(
            request.maxModelLen(),
            gib(needed),
            gib(available),
            estimate > 0
                ? "Based on the available memory, the estimated maximum model length is "
                    + estimate
                    + ". "
                : "");
  }

  private static Outcome allocate(int device, DeviceMemory memory, long held, long bytes) {
    long free = memory.freeBytes() - held;
    if (bytes > free) {
      return new Outcome.Refused(
          ("CUDA out of memory. Tried to allocate %s GiB. GPU %d has a total capacity of %s GiB of"
                  + " which %s GiB is free.")
              .formatted(gib(bytes), device, gib(memory.totalBytes()), gib(Math.max(0, free))));
    }
    return new Outcome.Granted(bytes);
  }

  /** As Python prints a float that is rounded to two digits. */
  private static String gib(long bytes) {
    return Double.toString(Math.rint(bytes / GIB * 100) / 100);
  }
}
