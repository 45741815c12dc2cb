/** Where regions are, and where their names stand beside them: a map's own knowledge. One that isn't here isn't on the map. */
export interface Place {
  longitude: number;
  latitude: number;
  /** Where its name stands on the drawing, in its units; names of places side by side would lie on each other. */
  label: Point;
}

export interface Point {
  x: number;
  y: number;
}

export const WIDTH = 380;
export const HEIGHT = 190;
const WEST = -128;
const NORTH = 72;
const PER_LONGITUDE = 2.2;
const PER_LATITUDE = 3.6;

export const PLACES: Readonly<Record<string, Place>> = {
  hil: { longitude: -122.99, latitude: 45.52, label: { x: 62, y: 62 } },
  ash: { longitude: -77.49, latitude: 39.04, label: { x: 148, y: 152 } },
  hel1: { longitude: 24.94, latitude: 60.17, label: { x: 326, y: 22 } },
  fsn1: { longitude: 12.37, latitude: 50.48, label: { x: 218, y: 58 } },
  nbg1: { longitude: 11.08, latitude: 49.45, label: { x: 218, y: 104 } },
};

export function placed(longitude: number, latitude: number): Point {
  return { x: round((longitude - WEST) * PER_LONGITUDE), y: round((NORTH - latitude) * PER_LATITUDE) };
}

/** Outlines as a hand would draw them: longitude and latitude in turn. */
const OUTLINES: readonly (readonly number[])[] = [
  // North America, with Hudson Bay bitten out
  [
    -130, 70, -115, 68, -95, 68, -82, 69, -81, 64, -94, 60, -93, 57, -82, 55, -79, 52, -79, 56, -77, 62, -70, 61, -65,
    59, -60, 54, -56, 52, -60, 50, -66, 50, -65, 47, -61, 46, -66, 44, -70, 43, -70, 41.6, -74, 40.5, -76, 37, -76, 35,
    -81, 31.5, -80, 26, -81, 25, -83, 29.5, -89, 30, -94, 29.5, -97, 27, -97.5, 22, -95, 18.5, -105, 18, -109, 25, -113,
    31, -114, 29, -110, 23, -115, 30, -117, 33, -121, 35, -124, 40, -124, 47, -128, 51, -132, 54,
  ],
  // Greenland
  [-56, 73, -52, 65, -48, 61, -43, 60, -38, 65, -25, 69, -22, 73],
  // Iceland
  [-24, 65.5, -22, 64, -18, 63.5, -14, 65, -16, 66.5, -22, 66],
  // Great Britain
  [-5, 50, 1, 51, 1.5, 53, -1.5, 55, -2, 57.5, -4, 58.5, -6, 57, -5, 55, -3, 54, -4.5, 53, -5, 52, -3, 51.3],
  // Ireland
  [-10, 52, -6, 52, -6, 55, -8, 55, -10, 54],
  // Europe and the near East
  [
    25, 71, 30, 70, 41, 67, 34, 66.5, 38, 64, 40, 65, 44, 67, 54, 68.5, 60, 69, 60, 18, 40, 18, 35, 28, 34.5, 31.5, 36,
    36, 30, 36.5, 27, 37, 26.5, 40, 29, 41, 35, 42, 41, 41.5, 38, 45, 35, 45, 33, 46, 30.5, 46, 28, 44, 28, 42, 26, 41,
    23.5, 40.5, 23, 38, 22.5, 36.5, 21, 38.5, 19.5, 42, 14, 45, 12.5, 45, 12.5, 44, 16, 41.8, 18.5, 40, 16.5, 40, 16,
    38, 15.5, 40, 10.5, 43, 8.5, 44.4, 5, 43.2, 3, 43, 3, 41.8, 0, 39.5, -1, 37.5, -5.5, 36, -9, 37, -9.3, 39, -8.8,
    43.2, -2, 43.4, -1.2, 46, -4.5, 48, -1.5, 48.7, 0, 49.6, 2, 51, 4.5, 52.5, 8.5, 54, 8, 57, 10.5, 57.5, 10, 54.5, 14,
    54, 19, 54.5, 21, 56, 22, 57.5, 24, 57.2, 24, 59.3, 28, 59.6, 30, 60, 25, 60, 22.5, 60.2, 21.3, 61.5, 21.5, 63, 25,
    65, 24, 66, 21.5, 65, 17.5, 62, 18.5, 60, 16.5, 57.5, 14.3, 55.6, 12.7, 56, 11, 59, 8, 58.1, 5.5, 59, 5, 62, 10, 64,
    14, 67.5, 19, 70,
  ],
  // The north of Africa
  [
    -10, 30, -6, 35.8, -2, 35.2, 10, 37.3, 11, 34, 15, 32.3, 20, 31, 23, 32.7, 29, 31, 32.5, 31.2, 33, 29, 36, 23, 37,
    18, -17, 18, -17, 21, -13, 27.5,
  ],
];

/** The land as one path. */
export const LAND = OUTLINES.map((outline) => {
  const points: string[] = [];
  for (let at = 0; at + 1 < outline.length; at += 2) {
    const { x, y } = placed(outline[at] ?? 0, outline[at + 1] ?? 0);
    points.push(`${x} ${y}`);
  }
  return `M${points.join("L")}Z`;
}).join("");

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
