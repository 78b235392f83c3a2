// What the C library and the processor offer and Swift cannot reach by itself: header only.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#if defined(__linux__)
#include <malloc.h>
#endif

/// 1 when the processor runs x86-64-v3 code (AVX2, FMA, BMI2), or on other architectures.
static inline int tenure_processor_fits(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi2");
#else
  return 1;
#endif
}

/// Gives memory that was freed back to the system.
static inline void tenure_release_memory(void) {
#if defined(__linux__)
  malloc_trim(0);
#endif
}
