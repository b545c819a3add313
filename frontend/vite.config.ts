import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compress } from './scripts/compress.ts'
import { messages } from './scripts/messages.ts'

// Two shapes of build: the real one is hosted by a Django template and only needs hashed assets
// and a manifest; `--mode mock` is a standalone page with an in-browser stand-in for the API.
export default defineConfig(({ mode }) => {
  const mock = mode === 'mock'
  return {
    plugins: [messages(), react(), compress()],
    base: mock ? '/' : '/static/',
    publicDir: mock ? 'mock-public' : false,
    server: { port: Number(process.env.PORT ?? 5173), strictPort: true },
    build: {
      outDir: mock ? 'dist-mock' : 'dist',
      // Outside `.vite/`: Django's collectstatic skips hidden folders.
      manifest: mock ? false : 'manifest.json',
      emptyOutDir: true,
      cssCodeSplit: true,
      sourcemap: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: mock ? 'index.html' : 'src/main.tsx',
        // What the page needs before it draws, in one file: left alone, all that some lazy part
        // shares with it becomes twenty, which compress worse and each cost names and glue.
        output: { codeSplitting: { groups: [{ name: 'shell', test: /\/src\/app\/App\.tsx$/ }] } },
      },
    },
    test: {
      globals: true,
      environment: 'jsdom',
      setupFiles: ['src/test/setup.ts'],
      css: false,
      restoreMocks: true,
      // Clocks tick and queries poll on their own in a running workspace; tests wait for results.
      // Nothing has a size in jsdom, so no chart is drawn; their tables are what is read.
      onConsoleLog: (log) => !/not wrapped in act|of chart should be greater/.test(log),
      testTimeout: 60_000,
      pool: 'threads',
      maxWorkers: 2,
    },
  }
})
