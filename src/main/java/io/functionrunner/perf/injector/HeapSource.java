package io.functionrunner.perf.injector;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The heap, and the time that its collections stop all threads. */
final class HeapSource implements HealthSource {

  /**
   * The newest collection.
   *
   * @param number counts collections; a new one has a higher number
   * @param heapBytes used after it
   */
  record Collection(long number, long heapBytes) {

    static final Collection NONE = new Collection(0, 0);
  }

  private final Supplier<MemoryUsage> heap;
  private final LongSupplier pauseMillis;
  private final Supplier<Collection> newest;
  private long pausedBeforeMillis;
  private long collectionBefore;

  /**
   * @param pauseMillis total since the process's start
   */
  HeapSource(Supplier<MemoryUsage> heap, LongSupplier pauseMillis, Supplier<Collection> newest) {
    this.heap = heap;
    this.pauseMillis = pauseMillis;
    this.newest = newest;
    this.pausedBeforeMillis = pauseMillis.getAsLong();
    this.collectionBefore = newest.get().number();
  }

  static HeapSource ofThisProcess() {
    List<GarbageCollectorMXBean> pausing =
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
            .filter(HeapSource::pauses)
            .toList();
    List<String> heapPools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
    return new HeapSource(
        ManagementFactory.getMemoryMXBean()::getHeapMemoryUsage,
        () -> pausing.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
        () -> newest(pausing, heapPools));
  }

  /** ZGC and Shenandoah have a bean for pauses and one for cycles, whose time is concurrent. */
  private static boolean pauses(GarbageCollectorMXBean collector) {
    return !collector.getName().endsWith("Cycles");
  }

  private static Collection newest(List<GarbageCollectorMXBean> collectors, List<String> pools) {
    long number = 0;
    GcInfo newest = null;
    for (GarbageCollectorMXBean collector : collectors) {
      number += Math.max(0, collector.getCollectionCount());
      GcInfo last = collector.getLastGcInfo();
      if (last != null && (newest == null || last.getEndTime() > newest.getEndTime())) {
        newest = last;
      }
    }
    if (newest == null) {
      return Collection.NONE;
    }
    long bytes = 0;
    for (String pool : pools) {
      MemoryUsage usage = newest.getMemoryUsageAfterGc().get(pool);
      bytes += usage == null ? 0 : usage.getUsed();
    }
    return new Collection(number, bytes);
  }

  @Override
  public void read(Duration elapsed, Points points) {
    MemoryUsage usage = heap.get();
    points.add(InjectorMetric.HEAP_USED, (double) usage.getUsed());
    if (usage.getMax() > 0) {
      points.add(InjectorMetric.HEAP_MAX, (double) usage.getMax());
    }
    long paused = pauseMillis.getAsLong();
    points.add(
        InjectorMetric.GC_PAUSE_SHARE, (paused - pausedBeforeMillis) * 1e6 / elapsed.toNanos());
    pausedBeforeMillis = paused;
    Collection collection = newest.get();
    if (collection.number() > collectionBefore && usage.getMax() > 0) {
      points.add(
          InjectorMetric.HEAP_AFTER_GC_SHARE, (double) collection.heapBytes() / usage.getMax());
    }
    collectionBefore = collection.number();
  }
}
