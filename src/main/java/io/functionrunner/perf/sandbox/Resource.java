package io.functionrunner.perf.sandbox;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Something tasks need one place of, first come, first served: the workers of a pool, or the GPUs.
 * A resource has one or more devices with the same number of places each. Guarded by the runner's
 * lock.
 */
final class Resource {
  final Deque<Task> waiting = new ArrayDeque<>();

  private final int placesPerDevice;
  private final int[] occupied;
  private final SlidingAverage[] working;

  Resource(int devices, int placesPerDevice, long windowNanos, long nowNanos) {
    this.placesPerDevice = placesPerDevice;
    occupied = new int[devices];
    working = new SlidingAverage[devices];
    Arrays.setAll(working, device -> new SlidingAverage(windowNanos, nowNanos));
  }

  int size() {
    return occupied.length * placesPerDevice;
  }

  int devices() {
    return occupied.length;
  }

  int occupied() {
    return Arrays.stream(occupied).sum();
  }

  /** Share of a device's places that are taken. */
  double occupancy(int device) {
    return (double) occupied[device] / placesPerDevice;
  }

  /** Time average of the share of a device's places whose task makes progress. */
  double utilisation(int device, long nowNanos) {
    return working[device].average(nowNanos) / placesPerDevice;
  }

  boolean hasRoom() {
    return occupied[emptiest()] < placesPerDevice;
  }

  /** Takes a place on the least occupied device, which must have one. */
  void take(Task task) {
    int device = emptiest();
    occupied[device]++;
    task.holds.add(new Task.Hold(this, device));
  }

  void release(Task.Hold hold) {
    occupied[hold.device()]--;
  }

  /** The task on this place began ({@code +1}) or ceased ({@code -1}) to make progress. */
  void progress(Task.Hold hold, long nowNanos, int change) {
    working[hold.device()].add(nowNanos, change);
  }

  private int emptiest() {
    int device = 0;
    for (int i = 1; i < occupied.length; i++) {
      if (occupied[i] < occupied[device]) {
        device = i;
      }
    }
    return device;
  }
}
